using Stratum.Core;

namespace Stratum.Api;

/// <summary>What a client asks of /series.</summary>
internal sealed record SeriesRequest(
    ObservationQuery Query, int Limit, int Offset, IReadOnlyList<NamedColumn>? Fields, long? StepSeconds, Aggregates Aggregates)
{
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

        return new SeriesRequest(filter, limit, offset, fields, step, aggregates);
    }

    private static Aggregates AggregatesOf(QueryReader query)
    {
        const string Accepted = "a comma-separated list of mean, min, max, count, together with step";
        if (query.Text("agg", 100, Accepted) is not { } text)
        {
            return Aggregates.All;
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
                _ => Aggregates.None,
            };
            if (aggregate == Aggregates.None)
            {
                query.Fail("agg", name, "is not known", Accepted);
            }

            aggregates |= aggregate;
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
