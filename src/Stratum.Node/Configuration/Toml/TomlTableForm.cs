namespace Stratum.Node.Configuration.Toml;

/// <summary>How a table came to be, which decides what may still be added to it.</summary>
internal enum TomlTableForm
{
    /// <summary>A header of a table below named it: its own header may still come, once.</summary>
    Implied,

    /// <summary>Its own header stands: a second one is an error.</summary>
    Header,

    /// <summary>A dotted key made it: further dotted keys may add to it, a header may not.</summary>
    Dotted,

    /// <summary>Written in braces: complete, nothing may be added.</summary>
    Inline,
}
