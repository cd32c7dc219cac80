using Stratum.Core;

namespace Stratum.Api;

/// <summary>What a client asks of /series.</summary>
internal sealed record SeriesRequest(
    ObservationQuery Query, int Limit, int Offset, IReadOnlyList<NamedColumn>? Fields, long? StepSeconds, Aggregates Aggregates,
    bool HasRetracted)
{
    /// <summary>Values with less are not counted from; null for all but impossible ones. With increase only.</summary>
    public double? MinConfidence { get; init; }

    /// <summary>Whether steps are answered as CSV.</summary>
    public bool IsCsv { get; init; }

    private const int DefaultLimit = 1000;
    private const long MaxStepSeconds = 366L * 86_400;

    public static SeriesRequest Read(QueryReader query, ApiServices services)
    {
        var filter = SeriesFilter.Read(query, services.Store, isPlaceRequired: true);
        var limit = (int)(query.Integer("limit", 1, services.Options.MaxPoints) ?? Math.Min(DefaultLimit, services.Options.MaxPoints));
        var offset = (int)(query.Integer("offset", 0, services.Options.MaxOffset) ?? 0);
        Exclude(query, "offset", "cursor", "offset or, better, cursor");
        var fields = ObservationColumns.Read(query);
        var step = query.Integer("step", 1, MaxStepSeconds);
        var aggregates = AggregatesOf(query);
        Exclude(query, "fields", "step", "fields for observations, agg for steps");
        Exclude(query, "offset", "step", "cursor, for the pages of an aggregated series");
        if (query.Has("step") && filter.AllDuplicates)
        {
            query.Fail("duplicates", "all", "would count one reading more than once", "duplicates=one together with step");
        }

        if (aggregates.HasFlag(Aggregates.Increase))
        {
            CheckIncrease(query, filter);
        }
        else if (query.Has("min_confidence"))
        {
            query.Fail("min_confidence", null, "is for agg=increase", "min_confidence together with agg=increase");
        }

        var isCsv = query.Choice("format", "json", "csv") == "csv";
        if (isCsv && !query.Has("step"))
        {
            query.Fail("format", "csv", "is for steps", "format=csv together with step, or /export?format=csv for observations");
        }

        return new SeriesRequest(filter, limit, offset, fields, step, aggregates, SeriesFilter.HasRetracted(query))
        {
            IsCsv = isCsv,
            MinConfidence = query.Number("min_confidence", 0, 1, ""),
        };
    }

    private static void CheckIncrease(QueryReader query, ObservationQuery filter)
    {
        if (filter.Descending)
        {
            query.Fail("order", "desc", "cannot be counted backwards", "order=asc together with agg=increase");
        }

        if (filter.ReadingType is { } type && !CountBuckets.IsCounter(type, isNamed: true))
        {
            var counters = QuantityRegistry.Default.All.Where(quantity => quantity.Counter is not null).Select(quantity => quantity.ReadingType);
            query.Fail("type", type, "is no counter", string.Join(", ", counters));
        }
    }

    private static Aggregates AggregatesOf(QueryReader query)
    {
        const string Accepted = "a comma-separated list of mean, min, max, count, or increase, together with step";
        if (query.Text("agg", 100, Accepted) is not { } text)
        {
            return Aggregates.Values;
        }

        if (!query.Has("step"))
        {
            query.Fail("step", null, "is missing", $"seconds from 1 to {MaxStepSeconds}, together with agg");
        }

        var aggregates = Aggregates.None;
        foreach (var name in text.Split(','))
        {
            var aggregate = name switch
            {
                "mean" => Aggregates.Mean,
                "min" => Aggregates.Min,
                "max" => Aggregates.Max,
                "count" => Aggregates.Count,
                "increase" => Aggregates.Counts,
                _ => Aggregates.None,
            };
            if (aggregate == Aggregates.None)
            {
                query.Fail("agg", name, "is not known", Accepted);
            }

            aggregates |= aggregate;
        }

        if (aggregates.HasFlag(Aggregates.Increase) && (aggregates & ~Aggregates.Counts) != 0)
        {
            query.Fail("agg", text, "asks for counts and for values", "increase (count comes with it), or of mean, min, max, count");
        }

        return aggregates;
    }

    private static void Exclude(QueryReader query, string name, string other, string accepted)
    {
        if (query.Has(name) && query.Has(other))
        {
            query.Fail(name, null, $"cannot be given together with {other}", accepted);
        }
    }
}
