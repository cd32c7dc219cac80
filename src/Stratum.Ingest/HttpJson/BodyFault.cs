namespace Stratum.Ingest;

/// <summary>Why a body is refused as a whole.</summary>
/// <param name="Status">400 or 413.</param>
/// <param name="Detail">What is wrong and what is accepted.</param>
internal sealed record BodyFault(int Status, string Detail)
{
    public static BodyFault Malformed(string detail) => new(400, detail);

    public static BodyFault TooManyItems(int itemsMax) =>
        new(413, $"the body has more than {itemsMax} readings; accepted are at most {itemsMax} a request: send several");
}
