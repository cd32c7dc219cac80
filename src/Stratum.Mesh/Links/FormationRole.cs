namespace Stratum.Mesh.Links;

/// <summary>Whose proof it is: a proof that is sent back to its maker must not be taken.</summary>
internal enum FormationRole
{
    Dialler,
    Listener,
}
