using System.Text.Json.Serialization;

namespace Stratum.Ingest;

[JsonSerializable(typeof(Dictionary<string, string>))]
internal sealed partial class AdapterMemoryJson : JsonSerializerContext;
