Console.WriteLine("tipstaff");
