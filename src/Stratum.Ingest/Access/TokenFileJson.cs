using System.Text.Json.Serialization;

namespace Stratum.Ingest;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(TokenFile))]
internal sealed partial class TokenFileJson : JsonSerializerContext;
