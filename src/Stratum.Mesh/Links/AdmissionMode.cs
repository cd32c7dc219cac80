namespace Stratum.Mesh;

/// <summary>Who may link with this node. The deny list wins over each of them.</summary>
public enum AdmissionMode
{
    /// <summary>Every node of the same network id.</summary>
    Open,

    /// <summary>Whoever proves the formation key.</summary>
    Formation,

    /// <summary>The nodes of the allow list.</summary>
    AllowList,
}
