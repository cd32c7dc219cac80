using Stratum.Core;

namespace Stratum.Storage.Tests;

/// <summary>Says of the clock what the test wants said.</summary>
internal sealed class FakeWitness : IClockWitness
{
    public ClockTestimony Testimony { get; set; }

    public ClockTestimony Hear() => Testimony;
}
