namespace Stratum.Ingest;

/// <summary>
/// Reads SenML packs (RFC 8428, application/senml+json). Only numbers are observations; records whose unit is "lat" or "lon"
/// give the position of the device's other records of the same second.
/// </summary>
internal static class SenMlReader
{
    public static BodyFault? Read(ReadOnlySpan<byte> body, IngestBatch batch)
    {
        if (body[0] != (byte)'[')
        {
            return BodyFault.Malformed("a SenML pack is a JSON array of records (RFC 8428)");
        }

        var pack = new SenMlPack(batch);
        var records = new JsonSlicer(body);
        var index = 0;
        while (records.MoveNext())
        {
            if (index == batch.ItemsMax)
            {
                return BodyFault.TooManyItems(batch.ItemsMax);
            }

            pack.Take(records.Current, index++);
        }

        if (!records.IsComplete)
        {
            return BodyFault.Malformed("the body is no JSON array: brackets or quotes do not match, or something follows the array");
        }

        pack.Finish();
        return null;
    }
}
