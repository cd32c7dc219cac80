using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Stratum.Core;

/// <summary>
/// The bytes of a withdrawal (docs/CANONICAL.md, "Withdrawals"): canonical JSON of eight fields in code-point order, signed behind a label, so that the
/// signature can never pass for one of an observation, whose bytes begin with '{'.
/// </summary>
public static class WithdrawalForm
{
    /// <summary>What stands in front of the body when it is signed.</summary>
    public const string Label = "stratum-withdrawal:";

    /// <summary>Longest body: the longest texts, every character of them escaped.</summary>
    public const int BodyBytesMax = 4096;

    private static readonly byte[] LabelBytes = Encoding.ASCII.GetBytes(Label);

    /// <summary>Checks a statement and signs it. Throws <see cref="StratumException"/> when it says nothing or too much.</summary>
    public static SignedWithdrawal Sign(Withdrawal statement, NodeKey key)
    {
        if (ProblemOf(statement) is { } problem)
        {
            throw new StratumException($"a withdrawal's {problem}", ExitCode.Usage);
        }

        var body = BodyOf(statement);
        return new SignedWithdrawal(statement, key.NodeId, key.Sign(Signed(body)), body);
    }

    /// <summary>
    /// Reads what a peer sent. Null when the body is not, byte for byte, one that <see cref="Sign"/> makes, or the signature is wrong.
    /// </summary>
    public static SignedWithdrawal? Open(ReadOnlyMemory<byte> body, NodeId signer, Signature signature) =>
        Read(body, signer, signature) is { } signed && Ed25519.Verify(Signed(body.Span), signature, signer) ? signed : null;

    /// <summary>The same without the signature, for bytes whose own hash was checked.</summary>
    public static SignedWithdrawal? Read(ReadOnlyMemory<byte> body, NodeId signer, Signature signature) =>
        body.Length <= BodyBytesMax && Parse(body.Span) is { } statement && ProblemOf(statement) is null && BodyOf(statement).AsSpan().SequenceEqual(body.Span)
            ? new SignedWithdrawal(statement, signer, signature, body)
            : null;

    internal static Hash256 IdOf(ReadOnlySpan<byte> body, NodeId signer)
    {
        Span<byte> key = stackalloc byte[Hash256.Size];
        signer.PublicKey.CopyTo(key);
        return new Hash256(SHA256.HashData([.. body, .. key]));
    }

    private static byte[] Signed(ReadOnlySpan<byte> body) => [.. LabelBytes, .. body];

    private static string? ProblemOf(Withdrawal statement) => statement.Restores is null ? RangeProblemOf(statement) ?? CommonProblemOf(statement)
        : statement is { DeviceId: "", ReadingType: "", From: 0, To: 0 } ? CommonProblemOf(statement)
        : "restores stands beside a range; a statement takes back or withdraws";

    private static string? RangeProblemOf(Withdrawal statement)
    {
        var error = ObservationRules.CheckText(TextField.DeviceId, statement.DeviceId)
            ?? (statement.ReadingType.Length > 0 ? ObservationRules.CheckText(TextField.ReadingType, statement.ReadingType) : null);
        return error is not null ? $"{error.Field} {error.Reason}"
            : statement.From < 0 || statement.From >= statement.To || statement.To > statement.IssuedAt
                ? $"range is {statement.From} to {statement.To}; accepted is from < to <= {statement.IssuedAt}, the time at which it is said"
            : null;
    }

    private static string? CommonProblemOf(Withdrawal statement) =>
        ObservationRules.CheckTimestamp(statement.IssuedAt) is { } time ? $"issued_at {time.Reason}"
            // The rule of every text field of 256 characters.
            : ObservationRules.CheckText(TextField.DataSource, statement.Reason) is { } text ? $"reason {text.Reason}"
            : statement.Reason.Any(char.IsControl) ? "reason has control characters"
            : null;

    private static byte[] BodyOf(Withdrawal statement)
    {
        var output = new ArrayBufferWriter<byte>();
        Text(output, "{\"device_id\":"u8, statement.DeviceId);
        Number(output, ",\"from\":"u8, statement.From);
        Number(output, ",\"issued_at\":"u8, statement.IssuedAt);
        Text(output, ",\"reading_type\":"u8, statement.ReadingType);
        Text(output, ",\"reason\":"u8, statement.Reason);
        Text(output, ",\"restores\":"u8, statement.Restores?.ToString() ?? "");
        Number(output, ",\"to\":"u8, statement.To);
        Number(output, ",\"version\":"u8, Withdrawal.Version);
        output.Write("}"u8);
        return output.WrittenSpan.ToArray();
    }

    private static void Text(ArrayBufferWriter<byte> output, ReadOnlySpan<byte> name, string value)
    {
        output.Write(name);
        CanonicalString.Write(output, value);
    }

    private static void Number(ArrayBufferWriter<byte> output, ReadOnlySpan<byte> name, long value)
    {
        output.Write(name);
        output.Write(Encoding.ASCII.GetBytes(value.ToString(CultureInfo.InvariantCulture)));
    }

    // Lenient where writing anew and comparing is strict.
    private static Withdrawal? Parse(ReadOnlySpan<byte> body)
    {
        try
        {
            var reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = 2 });
            using var document = JsonDocument.ParseValue(ref reader);
            var root = document.RootElement;
            var restores = Member(root, "restores")?.GetString() ?? "";
            Hash256? id = Hash256.TryParseHex(restores, out var hash) ? hash : null;
            return new Withdrawal
            {
                DeviceId = Member(root, "device_id")?.GetString() ?? "",
                From = Member(root, "from")?.GetInt64() ?? 0,
                IssuedAt = Member(root, "issued_at")?.GetInt64() ?? 0,
                ReadingType = Member(root, "reading_type")?.GetString() ?? "",
                Reason = Member(root, "reason")?.GetString() ?? "",
                Restores = id,
                To = Member(root, "to")?.GetInt64() ?? 0,
            };
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    private static JsonElement? Member(JsonElement root, string name) =>
        root.ValueKind == JsonValueKind.Object && root.TryGetProperty(name, out var member) ? member : null;
}
