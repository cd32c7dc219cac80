namespace Stratum.Core.Tests;

/// <summary>Series with single fields changed, as a forger or a later version would carry them.</summary>
internal static class Rewrite
{
    public static Series Series(Series series, TextField? field = null, string text = "", int? payloadVersion = null, NodeId? signer = null)
    {
        var texts = new string[TextFields.Count];
        for (var i = 0; i < texts.Length; i++)
        {
            texts[i] = (TextField)i == field ? text : series[(TextField)i];
        }

        return new Series(signer ?? series.Signer, payloadVersion ?? series.PayloadVersion, texts);
    }
}
