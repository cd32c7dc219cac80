using Microsoft.Extensions.Logging;
using Stratum.Core;

namespace Stratum.Mesh;

public sealed partial class MeshNode
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Mesh on {Transport} {Address}, heartbeats {Heartbeats}, network {NetworkId}")]
    private partial void LogListening(string transport, string address, string heartbeats, string networkId);

    [LoggerMessage(Level = LogLevel.Information, Message = "Link with {Peer} at {Address} is up ({Transport}, {Direction}, Stratum {Version})")]
    private partial void LogLinkUp(NodeId peer, string address, string transport, string direction, string version);

    [LoggerMessage(Level = LogLevel.Information, Message = "Link with {Peer} at {Address} ended by {Side}: {Reason} {Detail}")]
    private partial void LogLinkDown(NodeId peer, string address, string side, string reason, string detail);

    [LoggerMessage(Level = LogLevel.Warning, Message = "No link with {Address} ({Peer}), refused by {Side}: {Reason} {Detail}")]
    private partial void LogRefused(string address, NodeId? peer, string side, string reason, string detail);

    [LoggerMessage(Level = LogLevel.Information, Message = "Reconciled with {Peer}: {Received} received, {Sent} sent ({Outcome})")]
    private partial void LogBackfilled(NodeId peer, long received, long sent, string outcome);

    [LoggerMessage(Level = LogLevel.Warning,
        Message = "{Signer} signs a newer payload version than {Newest}; its observations are refused here. Update this node")]
    private partial void LogNewerVersion(NodeId signer, int newest);

    [LoggerMessage(Level = LogLevel.Warning,
        Message = "{Signer} begins more new series than are taken of an unknown key in a day ({PerDay}, and all unknown ones together have a limit); the rest "
            + "is refused until tomorrow. If you know it, add it to [trust] trusted, or raise [trust] new_series_per_day")]
    private partial void LogSeriesRefused(NodeId signer, int perDay);

    [LoggerMessage(Level = LogLevel.Information, Message = "Partition state: {State} ({LinksUp} links, {Known} nodes known)")]
    private partial void LogPartition(string state, int linksUp, int known);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The name {Host} of initial_peers cannot be resolved: {Problem}")]
    private partial void LogUnresolved(string host, string problem);

    [LoggerMessage(Level = LogLevel.Warning, Message = "More than {Capacity} observations waited for the mesh; peers get what was left out by reconciliation")]
    private partial void LogOverflow(int capacity);

    [LoggerMessage(Level = LogLevel.Debug, Message = "Heartbeat: {Problem}")]
    private partial void LogHeartbeatProblem(string problem);

    [LoggerMessage(Level = LogLevel.Error, Message = "A link ended by a fault of the program")]
    private partial void LogLinkFault(Exception exception);

    [LoggerMessage(Level = LogLevel.Critical, Message = "The mesh stopped by a fault of the program; the node goes on alone")]
    private partial void LogFault(Exception exception);

    [LoggerMessage(Level = LogLevel.Information, Message = "Mesh stopped")]
    private partial void LogStopped();
}
