using Stratum.Core;

namespace Stratum.Ingest;

/// <summary>The configured gateways, and which of them a request is of: the one that names it, else the one that names none.</summary>
internal sealed class EcowittStations
{
    private readonly Lock _gate = new();
    private volatile EcowittStation[] _stations = [];

    public int Count => _stations.Length;

    /// <summary>Adds a gateway. Throws <see cref="StratumException"/> when two would be for the same.</summary>
    public void Add(EcowittStation station)
    {
        lock (_gate)
        {
            if (station.Problem.Length == 0 && _stations.FirstOrDefault(other => other.Station == station.Station) is { } same)
            {
                throw new StratumException(
                    $"[[sensors]] \"{station.Name}\" and \"{same.Name}\" are both for "
                    + $"{(station.Station is null ? "any gateway" : $"station \"{station.Station}\"")}; "
                    + "give each its gateway's station, the name that /stations shows for a gateway without a table");
            }

            _stations = [.. _stations, station];
        }
    }

    public EcowittStation? Find(string identity)
    {
        EcowittStation? any = null;
        foreach (var station in _stations)
        {
            if (station.Station == identity)
            {
                return station;
            }

            any ??= station.Station is null ? station : null;
        }

        return any;
    }
}
