using Stratum.Core;
using Stratum.Mesh.Engine;
using Stratum.Mesh.Gossip;
using Stratum.Mesh.Transport;

namespace Stratum.Mesh.Hosting;

/// <summary>What a link's pump needs of the node that runs it.</summary>
internal interface IMeshHost
{
    TimeProvider Time { get; }

    IVerifiedIntake Intake { get; }

    IWithdrawals Withdrawals { get; }

    Moment Now();

    /// <summary>Hands an event to the engine's loop; <paramref name="handled"/> is released when it was handled.</summary>
    void Post(MeshEvent happened, HandledSignal? handled = null);

    /// <summary>Most bytes a second that a link may send in a class; 0 is unlimited.</summary>
    long BytesPerSecond(TrafficClass trafficClass);

    /// <summary>The judge of a link's batches.</summary>
    BatchJudge NewJudge(long link);
}
