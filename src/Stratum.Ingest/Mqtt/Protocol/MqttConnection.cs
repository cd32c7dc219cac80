using System.Collections.Concurrent;

namespace Stratum.Ingest;

/// <summary>
/// One connection of an MQTT 3.1.1 client (OASIS standard, 2014). It ends with the first fault, as an exception of
/// <see cref="RunAsync"/>; whoever wants it to live on opens the next one. Sending is safe from several tasks.
/// </summary>
internal sealed partial class MqttConnection : IAsyncDisposable
{
    private readonly Stream _stream;
    private readonly MqttPacketReader _reader;
    private readonly MqttConnectionOptions _options;
    private readonly TimeProvider _time;
    private readonly SemaphoreSlim _sending = new(1, 1);
    private readonly ConcurrentDictionary<ushort, TaskCompletionSource<byte[]>> _answers = new();
    private int _lastPacketId;
    private long _sentAt;
    private long _heardAt;
    private volatile bool _isHandling;

    private MqttConnection(Stream stream, MqttConnectionOptions options, TimeProvider time)
    {
        _stream = stream;
        _reader = new MqttPacketReader(stream, options.MessageBytesMax);
        _options = options;
        _time = time;
        _sentAt = _heardAt = time.GetTimestamp();
    }

    /// <summary>Whether the broker had kept this client's session, with its subscriptions and what it queued.</summary>
    public bool IsSessionPresent { get; private set; }

    /// <summary>Opens the transport and is taken by the broker.</summary>
    public static async Task<MqttConnection> OpenAsync(MqttConnectionOptions options, TimeProvider time, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(options.AnswerTimeoutSeconds), time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        MqttConnection? connection = null;
        try
        {
            connection = new MqttConnection(await MqttTransport.OpenAsync(options, either.Token).ConfigureAwait(false), options, time);
            await connection.IntroduceAsync(either.Token).ConfigureAwait(false);
            return connection;
        }
        catch (Exception e)
        {
            if (connection is not null)
            {
                await connection.DisposeAsync().ConfigureAwait(false);
            }

            if (e is OperationCanceledException && !cancellationToken.IsCancellationRequested)
            {
                throw new DeviceException(
                    $"the broker {options.Host}:{options.Port} did not answer within {options.AnswerTimeoutSeconds} s; "
                    + "is the port right, and TLS as it expects?");
            }

            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stream.DisposeAsync().ConfigureAwait(false);
        Fail(new DeviceException("the connection to the broker was closed"));
    }

    private async Task IntroduceAsync(CancellationToken cancellationToken)
    {
        await SendAsync(MqttPacketWriter.Connect(_options), cancellationToken).ConfigureAwait(false);
        var answer = await _reader.ReadAsync(cancellationToken).ConfigureAwait(false)
            ?? throw new DeviceException(
                $"the broker {_options.Host}:{_options.Port} closed the connection instead of answering; does it speak MQTT 3.1.1 there?");
        if (answer.Type != MqttPacketType.ConnectAck || answer.Body.Length != 2)
        {
            throw new MqttProtocolException($"the broker answered with {answer.Type} of {answer.Body.Length} bytes instead of CONNACK");
        }

        var code = answer.Body.Span[1];
        IsSessionPresent = (answer.Body.Span[0] & 1) != 0;
        switch (code)
        {
            case 0:
                break;
            case 2:
                throw new MqttRefusedException($"the broker refuses the client id \"{_options.ClientId}\"; give another in client_id");
            case 4 or 5:
                throw new MqttRefusedException(
                    $"the broker refuses this user ({(code == 4 ? "bad user or password" : "not authorised")}): check username and password");
            default:
                throw new DeviceException($"the broker refuses the connection with code {code} (1: MQTT 3.1.1 is not spoken, 3: not available)");
        }

        if (_options.StatusTopic is { } statusTopic)
        {
            await SendAsync(MqttPacketWriter.Publish(statusTopic, "online"u8, 0, isRetained: true, 0), cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask SendAsync(byte[] packet, CancellationToken cancellationToken)
    {
        await _sending.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await _stream.WriteAsync(packet, cancellationToken).ConfigureAwait(false);
            await _stream.FlushAsync(cancellationToken).ConfigureAwait(false);
            _sentAt = _time.GetTimestamp();
        }
        finally
        {
            _sending.Release();
        }
    }
}
