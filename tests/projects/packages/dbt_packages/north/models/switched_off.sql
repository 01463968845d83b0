select this is never read
