Console.WriteLine("CarbonApp");
