namespace Stratum.Core;

public sealed partial class Series
{
    private CanonicalTemplate? _template;
    private bool _textsChecked;
    private DraftError? _textError;

    // Two threads may both make it; the templates are equal, so either may win.
    internal CanonicalTemplate Template => _template ??= CanonicalTemplate.Of(this);

    /// <summary>Null when every text field keeps the rules of version 1. Found once: a series serves many observations.</summary>
    internal DraftError? TextError
    {
        get
        {
            if (!Volatile.Read(ref _textsChecked))
            {
                _textError = FindTextError();
                Volatile.Write(ref _textsChecked, true);
            }

            return _textError;
        }
    }

    private DraftError? FindTextError()
    {
        for (var field = TextField.BoardModel; field <= TextField.Unit; field++)
        {
            if (ObservationRules.CheckText(field, this[field]) is { } error)
            {
                return error;
            }
        }

        return null;
    }
}
