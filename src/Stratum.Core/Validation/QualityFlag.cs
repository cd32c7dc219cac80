namespace Stratum.Core;

/// <summary>QARTOD primary flags (IOOS QARTOD manuals, "Data flags", 2020).</summary>
public enum QualityFlag
{
    /// <summary>Passed every test that could be run.</summary>
    Good = 1,

    /// <summary>Not evaluated, or too little was known to evaluate it.</summary>
    NotEvaluated = 2,

    /// <summary>Suspect: a reader should look.</summary>
    Suspect = 3,

    /// <summary>Failed: impossible or plainly wrong.</summary>
    Fail = 4,

    /// <summary>No value.</summary>
    Missing = 9,
}
