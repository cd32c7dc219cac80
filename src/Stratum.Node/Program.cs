using Stratum.Node.Cli;

return await StratumCommand.RunAsync(args, Console.Out, Console.Error);
