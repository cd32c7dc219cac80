namespace Stratum.Core.Tests;

public sealed class DeploymentsTests
{
    [Theory]
    [InlineData("", Deployment.Outdoor)]
    [InlineData("OUTDOOR", Deployment.Outdoor)]
    [InlineData("PORTABLE", Deployment.Outdoor)]
    [InlineData("MOBILE", Deployment.Outdoor)]
    [InlineData("NOT INDOOR", Deployment.Outdoor)]
    [InlineData("INDOOR", Deployment.Indoor)]
    [InlineData("indoor", Deployment.Indoor)]
    [InlineData("\tIndoor\u00a0", Deployment.Indoor)]
    [InlineData("PROBE", Deployment.Probe)]
    [InlineData(" probe", Deployment.Probe)]
    public void Of_DeploymentType_IsReadWithoutLetterCase(string type, Deployment expected) => Assert.Equal(expected, Deployments.Of(type));
}
