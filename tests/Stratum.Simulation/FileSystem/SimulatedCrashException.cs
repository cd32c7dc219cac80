namespace Stratum.Simulation;

/// <summary>The power went: nothing that the process does from here on reaches the disk.</summary>
public sealed class SimulatedCrashException() : Exception("simulated power cut");
