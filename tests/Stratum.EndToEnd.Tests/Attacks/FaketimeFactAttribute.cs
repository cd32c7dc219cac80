namespace Stratum.EndToEnd.Tests.Attacks;

/// <summary>A test that sets the clock of a process: skipped, with the reason, where libfaketime is not installed.</summary>
internal sealed class FaketimeFactAttribute : FactAttribute
{
    public FaketimeFactAttribute() =>
        Skip = FakedClock.Library is null ? "libfaketime is not installed (package faketime; scripts/setup.sh installs it)" : null;
}
