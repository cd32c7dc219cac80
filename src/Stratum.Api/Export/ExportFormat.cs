using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Stratum.Api;

/// <summary>In which form /export answers.</summary>
internal enum ExportFormat
{
    Ndjson,
    Csv,
    GeoJson,
}

/// <summary>Chooses the form by <c>format=</c>, then by the Accept header; NDJSON when neither says anything.</summary>
internal static class ExportFormats
{
    public const string Accepted = "ndjson, csv or geojson";

    private const string NoParquet = "parquet is not in this version of Stratum";

    public static string ContentTypeOf(ExportFormat format) => format switch
    {
        ExportFormat.Csv => "text/csv; charset=utf-8; header=present",
        ExportFormat.GeoJson => "application/geo+json",
        _ => "application/x-ndjson",
    };

    public static string ExtensionOf(ExportFormat format) => format switch
    {
        ExportFormat.Csv => "csv",
        ExportFormat.GeoJson => "geojson",
        _ => "ndjson",
    };

    /// <summary>Reads the form; null when no form suits the Accept header (406). Mistakes go to the reader.</summary>
    public static ExportFormat? Read(QueryReader query, HttpRequest request)
    {
        switch (query.Text("format", 20, Accepted))
        {
            case "csv": return ExportFormat.Csv;
            case "geojson": return ExportFormat.GeoJson;
            case "ndjson": return ExportFormat.Ndjson;
            case "parquet":
                query.Fail("format", "parquet", $"cannot be answered: {NoParquet}", Accepted);
                return ExportFormat.Ndjson;
            case { } other:
                query.Fail("format", other, "is not known", Accepted);
                return ExportFormat.Ndjson;
        }

        return query.Has("format") ? ExportFormat.Ndjson : ByAccept(query, request);
    }

    private static ExportFormat? ByAccept(QueryReader query, HttpRequest request)
    {
        if (request.Headers.Accept.Count == 0 || !MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out var accepted))
        {
            return ExportFormat.Ndjson;
        }

        foreach (var type in accepted.Where(type => type.Quality is null or > 0).OrderByDescending(type => type.Quality ?? 1))
        {
            if (type.MediaType.Equals("application/vnd.apache.parquet", StringComparison.OrdinalIgnoreCase))
            {
                query.Fail("Accept", type.ToString(), $"cannot be answered: {NoParquet}", Accepted);
                return ExportFormat.Ndjson;
            }

            if (OfMediaType(type.MediaType.Value) is { } format)
            {
                return format;
            }
        }

        return null;
    }

    private static ExportFormat? OfMediaType(string? mediaType) => mediaType?.ToLowerInvariant() switch
    {
        "text/csv" or "text/*" => ExportFormat.Csv,
        "application/geo+json" => ExportFormat.GeoJson,
        "application/x-ndjson" or "application/ndjson" or "application/jsonl" or "application/*" or "*/*" => ExportFormat.Ndjson,
        _ => null,
    };
}
