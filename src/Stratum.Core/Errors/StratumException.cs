namespace Stratum.Core;

/// <summary>
/// The family of errors that a user can meet and mend. The message names the thing, its value, what is accepted and what to
/// do; the command line prints it as one line, without a stack trace, and ends with <see cref="ExitCode"/>.
/// </summary>
public class StratumException : Exception
{
    /// <summary>Creates an error that ends the command with <see cref="ExitCode.Usage"/>.</summary>
    public StratumException(string message)
        : base(message)
    {
    }

    /// <summary>Creates an error with its exit code and, where there is one, its cause.</summary>
    public StratumException(string message, ExitCode exitCode, Exception? innerException = null)
        : base(message, innerException) => ExitCode = exitCode;

    /// <summary>How the process ends when nobody handles the error.</summary>
    public ExitCode ExitCode { get; } = ExitCode.Usage;
}
