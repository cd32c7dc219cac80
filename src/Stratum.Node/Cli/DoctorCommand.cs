using System.CommandLine;
using Stratum.Core;
using Stratum.Node.Cli.Doctor;

namespace Stratum.Node.Cli;

/// <summary><c>stratum doctor</c>: what this machine has and lacks. Exit code 1 when the node could not work.</summary>
internal static class DoctorCommand
{
    public static Command Create()
    {
        var command = new Command("doctor", "Look at what the node needs from this machine: libraries, clock, key, disk, ports");
        command.SetAction(result =>
        {
            var worst = FindingLevel.Fine;
            foreach (var finding in new Examination(LoadedOptions.RequireForStart(result, isStrict: false), TimeProvider.System).Run())
            {
                var mark = finding.Level switch { FindingLevel.Fine => "ok", FindingLevel.Less => "note", _ => "WRONG" };
                result.InvocationConfiguration.Output.WriteLine($"{mark,-5}  {finding.Subject,-22} {finding.Text}");
                worst = finding.Level > worst ? finding.Level : worst;
            }

            return (int)(worst == FindingLevel.Broken ? ExitCode.CheckFailed : ExitCode.Done);
        });
        return command;
    }
}
