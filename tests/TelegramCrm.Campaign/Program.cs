using TelegramCrm.Campaign;

return await CampaignCommand.RunAsync(args, Console.Out, CancellationToken.None);
