select 'own' as colour, '' as painted, '' as extra
