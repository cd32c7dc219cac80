using System.Globalization;
using System.Text.Json;
using Stratum.Node.Configuration.Toml;

namespace Stratum.Node.Tests.Configuration.Toml;

/// <summary>Compares a document with the tagged JSON of toml-test: every value is an object of type and value.</summary>
internal static class TaggedJson
{
    public static void AssertEqual(byte[] json, TomlTable document)
    {
        using var expected = JsonDocument.Parse(json);
        AssertEqual(expected.RootElement, document, "");
    }

    private static void AssertEqual(JsonElement expected, TomlNode actual, string path)
    {
        if (expected.ValueKind == JsonValueKind.Array)
        {
            var array = Assert.IsType<TomlArray>(actual);
            Assert.Equal(expected.GetArrayLength(), array.Items.Count);
            for (var i = 0; i < array.Items.Count; i++)
            {
                AssertEqual(expected[i], array.Items[i], $"{path}[{i}]");
            }
        }
        else if (expected.EnumerateObject().Count() == 2 && expected.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String)
        {
            var scalar = Assert.IsType<TomlScalar>(actual);
            Assert.Equal(type.GetString(), TagOf(scalar.Kind));
            AssertValue(expected.GetProperty("value").GetString()!, scalar, path);
        }
        else
        {
            var table = Assert.IsType<TomlTable>(actual);
            Assert.Equal(
                expected.EnumerateObject().Select(p => p.Name).Order(StringComparer.Ordinal),
                table.Entries.Select(e => e.Key).Order(StringComparer.Ordinal));
            foreach (var entry in table.Entries)
            {
                AssertEqual(expected.GetProperty(entry.Key), entry.Value, $"{path}.{entry.Key}");
            }
        }
    }

    private static void AssertValue(string expected, TomlScalar actual, string path)
    {
        var isSame = actual.Kind switch
        {
            TomlKind.Float => ParseFloat(expected).Equals(ParseFloat(actual.Text)),
            TomlKind.OffsetDateTime or TomlKind.LocalDateTime or TomlKind.LocalTime => WithoutTrailingZeros(expected) == WithoutTrailingZeros(actual.Text),
            _ => expected == actual.Text,
        };
        Assert.True(isSame, $"{path}: expected {expected}, found {actual.Text}");
    }

    private static double ParseFloat(string text) => text switch
    {
        "inf" or "+inf" => double.PositiveInfinity,
        "-inf" => double.NegativeInfinity,
        "nan" or "+nan" or "-nan" => double.NaN,
        _ => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture),
    };

    private static string WithoutTrailingZeros(string time)
    {
        var point = time.IndexOf('.', StringComparison.Ordinal);
        if (point < 0)
        {
            return time;
        }

        var end = point + 1;
        while (end < time.Length && char.IsAsciiDigit(time[end]))
        {
            end++;
        }

        return time[..end].TrimEnd('0').TrimEnd('.') + time[end..];
    }

    private static string TagOf(TomlKind kind) => kind switch
    {
        TomlKind.String => "string",
        TomlKind.Integer => "integer",
        TomlKind.Float => "float",
        TomlKind.Boolean => "bool",
        TomlKind.OffsetDateTime => "datetime",
        TomlKind.LocalDateTime => "datetime-local",
        TomlKind.LocalDate => "date-local",
        TomlKind.LocalTime => "time-local",
        _ => kind.ToString(),
    };
}
