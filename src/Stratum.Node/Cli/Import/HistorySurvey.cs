using Stratum.Core;

namespace Stratum.Node.Cli;

/// <summary>
/// What a file has of each device and quantity. Memory is bounded: beyond <see cref="SeriesMax"/> series only their observations are counted.
/// </summary>
internal sealed class HistorySurvey
{
    /// <summary>More than anybody reads.</summary>
    public const int SeriesMax = 10_000;

    private readonly Dictionary<(string Device, string ReadingType, string Unit, string Deployment, NodeId Signer), SurveyedSeries> _series = [];

    /// <summary>Observations of series beyond the bound.</summary>
    public long Uncounted { get; private set; }

    /// <summary>In order of device and quantity.</summary>
    public IEnumerable<SurveyedSeries> Series => _series.Values
        .OrderBy(static series => series.Device, StringComparer.Ordinal)
        .ThenBy(static series => series.ReadingType, StringComparer.Ordinal);

    public void Add(Observation observation)
    {
        var series = observation.Series;
        var key = (series.DeviceId, series.ReadingType, series.Unit, series[TextField.DeploymentType], series.Signer);
        if (!_series.TryGetValue(key, out var surveyed))
        {
            if (_series.Count == SeriesMax)
            {
                Uncounted++;
                return;
            }

            surveyed = new SurveyedSeries(key.DeviceId, key.ReadingType, key.Unit, key.Item4, observation.Position);
            _series.Add(key, surveyed);
        }

        surveyed.Add(observation.Timestamp, observation.Value);
    }
}
