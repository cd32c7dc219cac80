using Stratum.Core;
using Stratum.Validation;

namespace Stratum.Benchmarks;

/// <summary>Precision and recall of the whole pipeline, as <c>stratum validate</c> runs it, on sets of known errors.</summary>
internal static class ValidationBenchmark
{
    /// <summary>Where the sets are: a folder of one set or of several.</summary>
    public const string FolderVariable = "VALIDATION_DATA";

    /// <summary>When set, station tables are measured a second time with new errors (REINJECT=1).</summary>
    public const string ReinjectionVariable = "VALIDATION_REINJECT";

    public static Task RunAsync()
    {
        var folder = Environment.GetEnvironmentVariable(FolderVariable);
        if (string.IsNullOrEmpty(folder))
        {
            Console.WriteLine($"no data: set {FolderVariable} to the folder of a labelled set (make validation-bench DATA=folder)");
            return Task.CompletedTask;
        }

        var sets = SetsIn(folder);
        foreach (var set in sets)
        {
            Measure(set);
            InterpolationErrors.Print(Right(set));
        }

        if (sets.Count == 0)
        {
            throw new InvalidDataException(
                $"{folder} holds no labelled set: neither stations.csv with temp_*.csv and labels*.csv, nor obs_*.csv, nor folders with them");
        }

        return Task.CompletedTask;
    }

    /// <summary>What the stations said rightly at some instants: of a set of hours each seventh, which is every hour of the day in a week.</summary>
    private static IEnumerable<IReadOnlyList<Observation>> Right(LabelledSet set)
    {
        var labelled = set.Cases[0];
        return Enumerable.Range(0, labelled.Observations.Count).Where(i => labelled.Labels[i] == 0).Select(i => labelled.Observations[i])
            .GroupBy(observation => observation.Timestamp).Where(instant => instant.Key / 3600 % 7 == 0 || labelled.Observations[0].Timestamp == instant.Key)
            .Select(instant => instant.ToList());
    }

    private static List<LabelledSet> SetsIn(string folder)
    {
        if (!Directory.Exists(folder))
        {
            throw new InvalidDataException($"{folder} is not a folder");
        }

        var sets = new List<LabelledSet>();
        foreach (var place in Directory.GetDirectories(folder).Order(StringComparer.Ordinal).Prepend(folder))
        {
            if (StationTable.Read(place) is { } table)
            {
                sets.Add(table);
                if (Environment.GetEnvironmentVariable(ReinjectionVariable) is { Length: > 0 })
                {
                    sets.Add(StationReinjection.Of(table));
                }
            }

            sets.AddRange(SynopTable.Read(place));
        }

        return sets;
    }

    private static void Measure(LabelledSet set)
    {
        var counts = new DetectionCounts(set.Kinds.Count);
        foreach (var labelled in set.Cases)
        {
            var assessments = new ReplayValidator(QuantityRegistry.Default, new ValidationOptions()).Score(labelled.Observations);
            for (var i = 0; i < assessments.Length; i++)
            {
                if (labelled.Observations[i].Timestamp >= set.CountedFrom)
                {
                    counts.Add(labelled.Labels[i], assessments[i].Flag);
                }
            }
        }

        Console.WriteLine($"-- {set.Name}");
        foreach (var anchor in set.Anchors)
        {
            Console.WriteLine($"   {anchor}");
        }

        var passed = counts.F1 >= set.Bar.F1 && counts.FalsePositiveRate <= set.Bar.Fpr;
        var figures = $"P {counts.Precision:0.000} R {counts.Recall:0.000} FPR {counts.FalsePositiveRate:0.0000} F1 {counts.F1:0.000}";
        Console.WriteLine($"   Stratum                            {figures}"
            + $"   bar: F1 >= {set.Bar.F1:0.000}, FPR <= {set.Bar.Fpr:0.000}: {(passed ? "reached" : "MISSED")}");
        for (var kind = 1; kind < set.Kinds.Count; kind++)
        {
            var (found, all) = counts.Of(kind);
            Console.WriteLine($"   recall {set.Kinds[kind],-12} {(all == 0 ? "none" : $"{(double)found / all:0.000}"),6}  ({found} of {all})");
        }
    }
}
