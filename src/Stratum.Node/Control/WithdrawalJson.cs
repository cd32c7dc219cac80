using System.Text.Json.Serialization;

namespace Stratum.Node.Control;

[JsonSerializable(typeof(WithdrawalOrder))]
[JsonSerializable(typeof(WithdrawalAnswer))]
internal sealed partial class WithdrawalJson : JsonSerializerContext;
