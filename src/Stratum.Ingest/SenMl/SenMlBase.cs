using System.Globalization;
using Stratum.Core;

namespace Stratum.Ingest;

/// <summary>The base fields in force, which each record may change for itself and those after it (RFC 8428, section 4.1).</summary>
internal sealed class SenMlBase
{
    // RFC 8428, section 4.4: the version that the RFC defines; lower ones are drafts of it.
    private const int NewestVersion = 10;

    // RFC 8428, section 4.5.3: smaller times are relative to now.
    private const decimal RelativeBelow = 1 << 28;

    private string _name = "";
    private string? _unit;
    private string? _time;
    private string? _value;

    public DraftError? Take(SenMlRecord record)
    {
        _name = record.Text("bn") ?? _name;
        _unit = record.Text("bu") ?? _unit;
        _time = record.Number("bt") ?? _time;
        _value = record.Number("bv") ?? _value;
        return record.Number("bver") is { } version && !(TryDecimal(version, out var number) && number is > 0 and <= NewestVersion)
            ? new DraftError("bver", $"is {Excerpt.Of(version)}; the newest SenML version that is understood is {NewestVersion}")
            : null;
    }

    public string NameOf(SenMlRecord record) => _name + record.Text("n");

    public string? UnitOf(SenMlRecord record) => record.Text("u") ?? _unit;

    /// <summary>Base value plus value; null when the record has neither.</summary>
    public double? ValueOf(SenMlRecord record)
    {
        var text = record.Number("v");
        if (_value is null || text is null)
        {
            return (text ?? _value) is { } only ? ToDouble(only) : null;
        }

        // The sum in decimal: 20.1 + 0.2 is 20.3 here.
        var sum = TryDecimal(_value, out var basis) && TryDecimal(text, out var value) ? (double)(basis + value) : ToDouble(_value) + ToDouble(text);
        return sum == 0 ? 0 : sum;
    }

    /// <summary>The second in which the record was measured. Relative times, and none at all, count from the receipt.</summary>
    public DraftError? TimeOf(SenMlRecord record, long nowSeconds, out long seconds, out bool isRelative)
    {
        (seconds, isRelative) = (0, true);
        if (!TrySum(_time, record.Number("t"), out var time))
        {
            return new DraftError("t", "is out of range");
        }

        isRelative = time < RelativeBelow;
        time = decimal.Floor(isRelative ? nowSeconds + time : time);
        if (time < 0 || time > Observation.TimestampMax)
        {
            return new DraftError("t", "is out of range");
        }

        seconds = (long)time;
        return null;
    }

    private static bool TrySum(string? first, string? second, out decimal sum)
    {
        sum = 0;
        // Far beyond every time, far below where the sum of two overflows.
        const decimal max = 1e18m;
        decimal one = 0, two = 0;
        var isKnown = (first is null || TryDecimal(first, out one)) && (second is null || TryDecimal(second, out two));
        if (!isKnown || Math.Abs(one) > max || Math.Abs(two) > max)
        {
            return false;
        }

        sum = one + two;
        return true;
    }

    private static bool TryDecimal(string text, out decimal number) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number) && Math.Abs(number) < 1e27m;

    private static double ToDouble(string text) => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
}
