-- Weekly reports of demand are charged to shops too: sixteen of a shop's day count, against a person's step of √12.
-- Years that are open already get the room for it; what was told before them stays as it was charged.
update pulse_budgets
set cap_shop_rho_millionths = ceil(cap_rho_millionths * 64.0 / 3) + 53
where kind = 'demand' and cap_shop_rho_millionths = 0;
