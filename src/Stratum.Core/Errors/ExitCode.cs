namespace Stratum.Core;

/// <summary>Exit codes of the <c>stratum</c> command, as docs/API.md lists them.</summary>
public enum ExitCode
{
    /// <summary>The command did what it was asked.</summary>
    Done = 0,

    /// <summary>The thing that was checked is wrong (a signature, a configuration file, a store).</summary>
    CheckFailed = 1,

    /// <summary>The command line or the configuration is wrong, or the machine does not allow what it asks.</summary>
    Usage = 2,

    /// <summary>The running node that was asked cannot be reached.</summary>
    Unreachable = 3,

    /// <summary>A fault of the program itself (EX_SOFTWARE of sysexits.h).</summary>
    Internal = 70,

    /// <summary>The store stopped: a write or fsync failed (EX_IOERR of sysexits.h).</summary>
    StoreStopped = 74,
}
