using System.Net;

namespace Stratum.Mesh.Transport;

/// <summary>
/// Bounds the inbound connections that are not links yet, in all and for each address. Each transport has its own: the source of a UDP
/// datagram can be forged, so who fills QUIC's places so must not shut out TCP.
/// </summary>
internal sealed class UnadmittedGate(TransportOptions options)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<AddressBlock, int> _byAddress = [];
    private int _count;

    /// <summary>Places taken now.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _count;
            }
        }
    }

    /// <summary>
    /// Takes a place; <see cref="RefusalReason.TooManyLinks"/> when all are taken, <see cref="RefusalReason.OverBudget"/> when the address has its
    /// share.
    /// </summary>
    public RefusalReason TryEnter(IPAddress address, out UnadmittedPlace? place)
    {
        place = null;
        var block = AddressBlock.Of(address);
        lock (_gate)
        {
            if (_count >= options.UnadmittedMax)
            {
                return RefusalReason.TooManyLinks;
            }

            var ofAddress = _byAddress.GetValueOrDefault(block);
            if (ofAddress >= options.UnadmittedPerAddressMax)
            {
                return RefusalReason.OverBudget;
            }

            _byAddress[block] = ofAddress + 1;
            _count++;
        }

        place = new UnadmittedPlace(this, block);
        return RefusalReason.None;
    }

    /// <summary>Only <see cref="UnadmittedPlace"/> calls this, once.</summary>
    internal void Leave(AddressBlock block)
    {
        lock (_gate)
        {
            _count--;
            var left = _byAddress[block] - 1;
            if (left == 0)
            {
                _byAddress.Remove(block);
            }
            else
            {
                _byAddress[block] = left;
            }
        }
    }
}
