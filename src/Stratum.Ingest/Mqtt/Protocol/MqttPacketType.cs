namespace Stratum.Ingest;

/// <summary>Control packet types (MQTT 3.1.1, table 2.1).</summary>
internal enum MqttPacketType : byte
{
    Connect = 1,
    ConnectAck = 2,
    Publish = 3,
    PublishAck = 4,
    PublishReceived = 5,
    PublishRelease = 6,
    PublishComplete = 7,
    Subscribe = 8,
    SubscribeAck = 9,
    PingRequest = 12,
    PingResponse = 13,
    Disconnect = 14,
}
