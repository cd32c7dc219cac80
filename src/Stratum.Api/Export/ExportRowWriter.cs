using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;
using Stratum.Core;

namespace Stratum.Api;

/// <summary>Writes the rows of an export in its form.</summary>
internal sealed class ExportRowWriter(
    PipeWriter body, Utf8JsonWriter json, ExportFormat format, IReadOnlyList<NamedColumn>? fields, Func<StoredObservation, Hash256?> retractedBy)
{
    private readonly IReadOnlyList<NamedColumn> _columns = fields ?? ObservationColumns.All;
    private bool _isFirst = true;

    public void Begin()
    {
        switch (format)
        {
            case ExportFormat.Csv: CsvObservation.WriteHeader(body, _columns); break;
            case ExportFormat.GeoJson: body.Write("{\"type\":\"FeatureCollection\",\"features\":["u8); break;
            default: break;
        }
    }

    public void Write(StoredObservation row)
    {
        switch (format)
        {
            case ExportFormat.Csv: CsvObservation.Write(body, row, _columns); break;
            case ExportFormat.GeoJson: WriteFeature(row); break;
            default: WriteLine(row); break;
        }

        _isFirst = false;
    }

    public void End()
    {
        if (format == ExportFormat.GeoJson)
        {
            body.Write("]}"u8);
        }
    }

    private void WriteLine(StoredObservation row)
    {
        if (fields is null)
        {
            ObservationJson.WriteLine(row, body, retractedBy(row));
            return;
        }

        SlimObservationJson.Write(json, row, fields);
        json.Flush();
        json.Reset();
        body.Write("\n"u8);
    }

    private void WriteFeature(StoredObservation row)
    {
        body.Write(_isFirst ? "\n"u8 : ",\n"u8);
        json.WriteStartObject();
        json.WriteString("type", "Feature");
        json.WriteString("id", row.Observation.ContentId.ToString());
        StationFeature.WriteGeometry(json, row.Observation.Observation);
        json.WritePropertyName("properties");
        json.Flush();
        ObservationJson.Write(row, body, retractedBy(row));
        body.Write("}"u8);
        json.Reset();
    }
}
