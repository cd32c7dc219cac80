using System.Text;
using System.Text.Json;

namespace Stratum.Ingest;

/// <summary>A message as a mapping sees it: topic, levels, and the payload as JSON or as text.</summary>
internal sealed class MqttMessage : IDisposable
{
    // Devices nest four deep; the parser's own limit of 64 is more than anyone needs.
    private const int DepthMax = 16;
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = DepthMax };

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    private readonly JsonDocument? _document;

    private MqttMessage(string topic, JsonDocument? document, string text, bool isRetained, string? damage)
    {
        Damage = damage;
        Topic = topic;
        Levels = topic.Split('/');
        _document = document;
        Root = document?.RootElement;
        Text = text;
        IsRetained = isRetained;
    }

    public string Topic { get; }

    public string[] Levels { get; }

    /// <summary>The payload as JSON; null when it is none.</summary>
    public JsonElement? Root { get; }

    /// <summary>What is wrong with the JSON, where a part of it could not be read; null when it is whole, or no JSON at all.</summary>
    public string? Damage { get; }

    /// <summary>The payload as text when it is no JSON, or a JSON scalar.</summary>
    public string Text { get; }

    public bool IsRetained { get; }

    /// <summary>Whether the payload is a JSON object or array.</summary>
    public bool IsStructured => Root is { ValueKind: JsonValueKind.Object or JsonValueKind.Array };

    public static MqttMessage Open(string topic, ReadOnlyMemory<byte> payload, bool isRetained)
    {
        // C programs send the NUL at the end of their strings, Windows programs a byte order mark.
        payload = payload.Span.StartsWith(ByteOrderMark) ? payload[ByteOrderMark.Length..] : payload;
        payload = payload[..(payload.Span.LastIndexOfAnyExcept((byte)0) + 1)];
        JsonDocument? document = null;
        string? damage = null;
        try
        {
            document = payload.IsEmpty ? null : JsonDocument.Parse(payload, Options);
        }
        catch (JsonException)
        {
            // Plain payloads ("nan", "unavailable") and damaged ones: what is expected of the topic decides.
            if (payload.Span.TrimStart(" \t\r\n"u8) is [(byte)'{' or (byte)'[', ..])
            {
                document = TolerantJson.Parse(Encoding.UTF8.GetString(payload.Span), DepthMax, out damage);
            }
        }

        var text = document is null ? Encoding.UTF8.GetString(payload.Span) : MessageValue.TextOf(document.RootElement);
        return new MqttMessage(topic, document, text, isRetained, damage);
    }

    public void Dispose() => _document?.Dispose();
}
