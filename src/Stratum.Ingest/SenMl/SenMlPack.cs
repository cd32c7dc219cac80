using Stratum.Core;

namespace Stratum.Ingest;

/// <summary>One pack on its way to drafts: records in order, positions when all are read.</summary>
internal sealed class SenMlPack(IngestBatch batch)
{
    private readonly SenMlBase _base = new();
    private readonly List<Measured> _measured = [];
    private readonly Dictionary<(string Device, long Seconds), Place> _places = [];

    public void Take(ReadOnlySpan<byte> json, int index)
    {
        var record = SenMlRecord.Read(json, out var error);
        error ??= _base.Take(record!);
        if (error is null && record!.IsBaseOnly && _base.ValueOf(record) is null)
        {
            return;
        }

        error ??= TakeMeasured(record!, index);
        if (error is not null)
        {
            batch.Reject(index, error);
        }
    }

    /// <summary>Gives the drafts their positions and hands them over.</summary>
    public void Finish()
    {
        foreach (var (index, name, draft, source) in _measured)
        {
            if (PlaceOf(name, draft) is { Latitude: { } latitude, Longitude: { } longitude } place)
            {
                (draft.Latitude, draft.Longitude, draft.Altitude) = (latitude, longitude, place.Altitude);
            }

            batch.Add(index, draft, source: source);
        }

        foreach (var place in _places.Values)
        {
            if (place.Latitude is null || place.Longitude is null)
            {
                batch.Reject(place.Index, new DraftError("u", "is half a position: \"lat\" and \"lon\" of one name and time belong together"));
            }
        }
    }

    private DraftError? TakeMeasured(SenMlRecord record, int index)
    {
        if (_base.ValueOf(record) is not { } value || (record.Number("v") is null && record.OtherValue is not null))
        {
            return record.OtherValue is { } other
                ? new DraftError(other, "is no measured number; only records with v become observations")
                : new DraftError("v", "is missing");
        }

        var name = _base.NameOf(record);
        var unit = _base.UnitOf(record);
        var timeError = _base.TimeOf(record, batch.NowSeconds, out var seconds, out var isRelative);
        if ((SenMlNames.CheckName(name) ?? timeError) is { } error)
        {
            return error;
        }

        if (TakePosition(name, unit, value, seconds, index))
        {
            return null;
        }

        if (!SenMlNames.TryResolve(name, unit, out var device, out var readingType))
        {
            return new DraftError(
                "n", $"\"{Excerpt.Of(name)}\" names no quantity, and neither does its unit \"{Excerpt.Of(unit ?? "")}\"; end it with :temperature or the like");
        }

        var draft = new ObservationDraft { Timestamp = seconds, Value = value };
        draft[TextField.DeviceId] = device;
        draft[TextField.ReadingType] = readingType;
        draft[TextField.Unit] = unit;
        _measured.Add(new Measured(index, name, draft, isRelative ? TimeSource.Receipt : TimeSource.Device));
        return null;
    }

    private bool TakePosition(string name, string? unit, double value, long seconds, int index)
    {
        var (before, last) = SenMlNames.Split(name);
        var isAltitude = unit == "m" && last is "alt" or "altitude";
        if (unit is not ("lat" or "lon") && !isAltitude)
        {
            return false;
        }

        var device = isAltitude || last is "lat" or "lon" or "latitude" or "longitude" ? before : name;
        var place = _places.GetValueOrDefault((device, seconds)) ?? new Place { Index = index };
        _places[(device, seconds)] = unit switch
        {
            "lat" => place with { Latitude = value },
            "lon" => place with { Longitude = value },
            _ => place with { Altitude = value },
        };
        return true;
    }

    private Place? PlaceOf(string name, ObservationDraft draft) => _places.GetValueOrDefault((name, draft.Timestamp!.Value))
        ?? _places.GetValueOrDefault((draft[TextField.DeviceId] ?? "", draft.Timestamp.Value));

    private sealed record Place
    {
        public required int Index { get; init; }

        public double? Latitude { get; init; }

        public double? Longitude { get; init; }

        public double? Altitude { get; init; }
    }

    private readonly record struct Measured(int Index, string Name, ObservationDraft Draft, TimeSource Source);
}
