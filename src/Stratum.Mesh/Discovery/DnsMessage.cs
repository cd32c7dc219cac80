using System.Buffers.Binary;
using System.Net;
using System.Text;

namespace Stratum.Mesh.Discovery;

/// <summary>
/// A multicast DNS message (RFC 1035, section 4; RFC 6762, section 18). What is read is bounded; anything that is not such a message is none.
/// </summary>
internal sealed class DnsMessage
{
    /// <summary>A datagram of an Ethernet frame.</summary>
    public const int BytesMax = 1_472;

    private const int HeaderBytes = 12;
    private const int RecordsMax = 64;
    private const int NameCharactersMax = 255;
    private const int LabelBytesMax = 63;
    private const int JumpsMax = 16;
    private const ushort AnswerFlags = 0x8400;
    private const ushort ClassIn = 1;

    // Unique to its sender: the receiver drops what it had of that name and type.
    private const ushort CacheFlush = 0x8000;

    public bool IsAnswer { get; init; }

    /// <summary>Name and type that are asked for.</summary>
    public List<(string Name, DnsRecordType Type)> Questions { get; init; } = [];

    /// <summary>Answers, authorities and additional records alike.</summary>
    public List<DnsRecord> Records { get; init; } = [];

    public byte[] ToArray()
    {
        var bytes = new List<byte>(512);
        Add16(bytes, 0);
        Add16(bytes, IsAnswer ? AnswerFlags : (ushort)0);
        Add16(bytes, (ushort)Questions.Count);
        Add16(bytes, (ushort)Records.Count);
        Add16(bytes, 0);
        Add16(bytes, 0);
        foreach (var (name, type) in Questions)
        {
            AddName(bytes, name);
            Add16(bytes, (ushort)type);
            Add16(bytes, ClassIn);
        }

        foreach (var record in Records)
        {
            AddName(bytes, record.Name);
            Add16(bytes, (ushort)record.Type);
            Add16(bytes, record.Type == DnsRecordType.Ptr ? ClassIn : (ushort)(ClassIn | CacheFlush));
            Add16(bytes, (ushort)(record.TtlSeconds >> 16));
            Add16(bytes, (ushort)record.TtlSeconds);
            var data = DataOf(record);
            Add16(bytes, (ushort)data.Count);
            bytes.AddRange(data);
        }

        return [.. bytes];
    }

    /// <summary>Null for anything that is not a message within its limits. Records of other types are left out.</summary>
    public static DnsMessage? TryRead(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < HeaderBytes)
        {
            return null;
        }

        var questions = BinaryPrimitives.ReadUInt16BigEndian(bytes[4..]);
        var records = BinaryPrimitives.ReadUInt16BigEndian(bytes[6..]) + BinaryPrimitives.ReadUInt16BigEndian(bytes[8..])
            + BinaryPrimitives.ReadUInt16BigEndian(bytes[10..]);
        if (questions + records > RecordsMax)
        {
            return null;
        }

        var message = new DnsMessage { IsAnswer = (bytes[2] & 0x80) != 0 };
        var at = HeaderBytes;
        for (; questions > 0; questions--)
        {
            if (ReadName(bytes, ref at) is not { } name || bytes.Length - at < 4)
            {
                return null;
            }

            message.Questions.Add((name, (DnsRecordType)BinaryPrimitives.ReadUInt16BigEndian(bytes[at..])));
            at += 4;
        }

        for (; records > 0; records--)
        {
            if (!TryReadRecord(bytes, ref at, message.Records))
            {
                return null;
            }
        }

        return message;
    }

    private static bool TryReadRecord(ReadOnlySpan<byte> bytes, ref int at, List<DnsRecord> records)
    {
        if (ReadName(bytes, ref at) is not { } name || bytes.Length - at < 10)
        {
            return false;
        }

        var type = (DnsRecordType)BinaryPrimitives.ReadUInt16BigEndian(bytes[at..]);
        var ttl = BinaryPrimitives.ReadUInt32BigEndian(bytes[(at + 4)..]);
        var length = BinaryPrimitives.ReadUInt16BigEndian(bytes[(at + 8)..]);
        at += 10;
        if (length > bytes.Length - at)
        {
            return false;
        }

        var data = at;
        at += length;
        var record = new DnsRecord { Name = name, Type = type, TtlSeconds = ttl };
        switch (type)
        {
            case DnsRecordType.A when length == 4:
                records.Add(record with { Address = new IPAddress(bytes.Slice(data, 4)) });
                return true;
            case DnsRecordType.Ptr when ReadName(bytes, ref data) is { } target:
                records.Add(record with { Target = target });
                return true;
            case DnsRecordType.Srv when length > 6:
                var port = BinaryPrimitives.ReadUInt16BigEndian(bytes[(data + 4)..]);
                data += 6;
                if (ReadName(bytes, ref data) is not { } host)
                {
                    return false;
                }

                records.Add(record with { Target = host, Port = port });
                return true;
            case DnsRecordType.Txt:
                records.Add(record with { Texts = TextsOf(bytes.Slice(data, length)) });
                return true;
            default:
                return type is not (DnsRecordType.A or DnsRecordType.Ptr or DnsRecordType.Srv);
        }
    }

    private static List<string> TextsOf(ReadOnlySpan<byte> data)
    {
        var texts = new List<string>();
        while (data.Length > 0 && data[0] < data.Length)
        {
            texts.Add(Encoding.ASCII.GetString(data.Slice(1, data[0])));
            data = data[(1 + data[0])..];
        }

        return texts;
    }

    private static string? ReadName(ReadOnlySpan<byte> bytes, ref int at)
    {
        var name = new StringBuilder();
        var position = at;
        var jumps = 0;
        while (position < bytes.Length)
        {
            int length = bytes[position];
            if (length >= 0xC0)
            {
                if (position + 1 >= bytes.Length || ++jumps > JumpsMax)
                {
                    return null;
                }

                at = jumps == 1 ? position + 2 : at;
                position = ((length & 0x3F) << 8) | bytes[position + 1];
            }
            else if (length == 0)
            {
                at = jumps == 0 ? position + 1 : at;
                return name.ToString();
            }
            else if (length > LabelBytesMax || length >= bytes.Length - position || name.Length + length + 1 > NameCharactersMax)
            {
                return null;
            }
            else
            {
                name.Append(name.Length > 0 ? "." : "").Append(Encoding.ASCII.GetString(bytes.Slice(position + 1, length)).ToLowerInvariant());
                position += length + 1;
            }
        }

        return null;
    }

    private static List<byte> DataOf(DnsRecord record)
    {
        var data = new List<byte>();
        switch (record.Type)
        {
            case DnsRecordType.A:
                data.AddRange(record.Address!.GetAddressBytes());
                break;
            case DnsRecordType.Ptr:
                AddName(data, record.Target);
                break;
            case DnsRecordType.Srv:
                Add16(data, 0);
                Add16(data, 0);
                Add16(data, (ushort)record.Port);
                AddName(data, record.Target);
                break;
            default:
                foreach (var text in record.Texts)
                {
                    data.Add((byte)text.Length);
                    data.AddRange(Encoding.ASCII.GetBytes(text));
                }

                break;
        }

        return data;
    }

    private static void AddName(List<byte> bytes, string name)
    {
        foreach (var label in name.Split('.'))
        {
            bytes.Add((byte)label.Length);
            bytes.AddRange(Encoding.ASCII.GetBytes(label));
        }

        bytes.Add(0);
    }

    private static void Add16(List<byte> bytes, ushort value)
    {
        bytes.Add((byte)(value >> 8));
        bytes.Add((byte)value);
    }
}
