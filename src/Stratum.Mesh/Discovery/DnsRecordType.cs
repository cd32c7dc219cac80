namespace Stratum.Mesh.Discovery;

/// <summary>The record types of DNS service discovery (RFC 1035, RFC 2782).</summary>
internal enum DnsRecordType
{
    A = 1,
    Ptr = 12,
    Txt = 16,
    Srv = 33,
    Any = 255,
}
