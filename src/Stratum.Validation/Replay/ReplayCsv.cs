using System.Text;
using Stratum.Core;

namespace Stratum.Validation;

/// <summary>Rows of CSV (RFC 4180 without line feeds inside a field), separated by commas or, when the heading has none, by semicolons.</summary>
internal sealed class ReplayCsv
{
    private static readonly string[] Needed = ["device_id", "timestamp", "reading_type", "value"];

    private readonly string[] _columns;
    private readonly char _separator;
    private readonly List<string> _cells = [];
    private readonly StringBuilder _cell = new();

    /// <summary>Reads the heading. Throws <see cref="StratumException"/> when a needed column is not there.</summary>
    public ReplayCsv(string heading)
    {
        var plain = heading.TrimStart('\uFEFF').TrimEnd('\r');
        _separator = plain.Contains(',', StringComparison.Ordinal) ? ',' : ';';
        Split(plain);
        _columns = [.. _cells.Select(cell => cell.Trim())];
        foreach (var name in Needed)
        {
            if (!_columns.Contains(name))
            {
                var needed = string.Join(", ", Needed);
                throw new StratumException(
                    $"the CSV heading has no column {name}; needed are {needed}, and used latitude, longitude, altitude, unit, sensor_model, deployment_type",
                    ExitCode.Usage);
            }
        }
    }

    /// <summary>Reads a row.</summary>
    public ReplayFields Read(string row)
    {
        if (!Split(row.TrimEnd('\r')))
        {
            return new ReplayFields { Error = new DraftError("", "has a quote that is not closed") };
        }

        if (_cells.Count != _columns.Length)
        {
            return new ReplayFields { Error = new DraftError("", $"has {_cells.Count} fields; the heading has {_columns.Length}") };
        }

        var fields = default(ReplayFields);
        for (var i = 0; i < _columns.Length; i++)
        {
            Take(_columns[i], _cells[i], ref fields);
        }

        return fields;
    }

    private static void Take(string name, string cell, ref ReplayFields fields)
    {
        switch (name)
        {
            case "device_id": fields.DeviceId = cell; break;
            case "reading_type": fields.ReadingType = cell.Trim(); break;
            case "unit": fields.Unit = cell.Trim(); break;
            case "sensor_model": fields.SensorModel = cell; break;
            case "deployment_type": fields.DeploymentType = cell; break;
            case "timestamp":
                if (ReplayText.TryInstant(cell.AsSpan().Trim(), out var timestamp))
                {
                    fields.Timestamp = timestamp;
                }
                else
                {
                    fields.Error ??= new DraftError(name, "is neither Unix seconds nor RFC 3339");
                }

                break;
            case "value": fields.Value = Number(name, cell, ref fields); break;
            case "latitude": fields.Latitude = Number(name, cell, ref fields); break;
            case "longitude": fields.Longitude = Number(name, cell, ref fields); break;
            case "altitude": fields.Altitude = Number(name, cell, ref fields); break;
        }
    }

    private static double? Number(string name, string cell, ref ReplayFields fields)
    {
        if (!ReplayText.TryNumber(cell.AsSpan().Trim(), out var number))
        {
            fields.Error ??= new DraftError(name, "is not a finite number");
        }

        return number;
    }

    /// <summary>Fills the cells; false when a quote is left open.</summary>
    private bool Split(string row)
    {
        _cells.Clear();
        _cell.Clear();
        var quoted = false;
        for (var i = 0; i < row.Length; i++)
        {
            var c = row[i];
            if (c == '"' && quoted && i + 1 < row.Length && row[i + 1] == '"')
            {
                _cell.Append('"');
                i++;
            }
            else if (c == '"')
            {
                quoted = !quoted;
            }
            else if (c == _separator && !quoted)
            {
                _cells.Add(_cell.ToString());
                _cell.Clear();
            }
            else
            {
                _cell.Append(c);
            }
        }

        _cells.Add(_cell.ToString());
        return !quoted;
    }
}
