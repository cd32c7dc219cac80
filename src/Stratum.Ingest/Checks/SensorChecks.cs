using Stratum.Core;

namespace Stratum.Ingest;

/// <summary>What is wrong with [[sensors]] tables, found before any adapter is made of them.</summary>
public static class SensorChecks
{
    private static readonly Dictionary<string, Func<SensorOptions, IReadOnlyList<SettingProblem>>> ByKind = new(StringComparer.Ordinal)
    {
        [HttpIngest.AdapterKind] = HttpJsonFactory.Check,
        [EcowittFactory.AdapterKind] = EcowittFactory.Check,
        [Bme280Factory.AdapterKind] = Bme280Factory.Check,
        [DavisFactory.AdapterKind] = DavisFactory.Check,
        [MqttFactory.AdapterKind] = MqttFactory.Check,
    };

    /// <summary>Everything that the adapter of its kind finds in one table; nothing for a kind that is not known.</summary>
    public static IReadOnlyList<SettingProblem> Of(SensorOptions sensor)
    {
        ArgumentNullException.ThrowIfNull(sensor);
        return ByKind.TryGetValue(sensor.Adapter, out var check) ? check(sensor) : [];
    }

    /// <summary>What two tables have that only one may have, by the place of the later one.</summary>
    public static IEnumerable<(int Index, SettingProblem Problem)> Between(IReadOnlyList<SensorOptions> sensors)
    {
        ArgumentNullException.ThrowIfNull(sensors);
        var owners = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < sensors.Count; i++)
        {
            foreach (var claim in SensorClaim.Of(sensors[i]))
            {
                if (owners.TryAdd($"{sensors[i].Adapter}\n{claim.What}", i))
                {
                    continue;
                }

                var owner = owners[$"{sensors[i].Adapter}\n{claim.What}"];
                yield return (i, ProblemOf(sensors, i, owner, claim));
                if (claim.IsOfBoth)
                {
                    yield return (owner, ProblemOf(sensors, owner, i, claim));
                }
            }
        }

        foreach (var unnamed in WithoutPlace(sensors))
        {
            yield return unnamed;
        }
    }

    private static SettingProblem ProblemOf(IReadOnlyList<SensorOptions> sensors, int index, int other, SensorClaim claim)
    {
        var named = sensors[other].Name.Length > 0 ? $" (name = \"{Excerpt.Of(sensors[other].Name)}\")" : "";
        return new SettingProblem(
            claim.Key, $"{SensorSettings.TableOf(sensors[index])} is for {Excerpt.Of(claim.What)}, as sensors.{other}{named} is; {claim.Advice}");
    }

    // "bme280-2" would be signed as "bme280" while the table before it cannot be read.
    private static IEnumerable<(int Index, SettingProblem Problem)> WithoutPlace(IReadOnlyList<SensorOptions> sensors)
    {
        var unknown = -1;
        for (var i = 0; i < sensors.Count; i++)
        {
            if (!ByKind.ContainsKey(sensors[i].Adapter))
            {
                unknown = i;
            }
            else if (unknown >= 0 && sensors[i] is { DeviceId: null, Adapter: Bme280Factory.AdapterKind or DavisFactory.AdapterKind })
            {
                yield return (i, new SettingProblem(
                    "device_id",
                    $"{SensorSettings.TableOf(sensors[i])} has no device_id and gets one by its place among the tables of its kind, which nobody knows while "
                    + $"sensors.{unknown}.adapter is wrong; mend that, or give device_id"));
            }
        }
    }
}
