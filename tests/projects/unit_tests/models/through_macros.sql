select {{ shop.outer() }} as n
