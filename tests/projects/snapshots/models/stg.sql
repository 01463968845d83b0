select * from main.live_customers
