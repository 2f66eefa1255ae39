-- Whether women lead a shop, where it says so: counted in the Pulse with all others, and shown on no page of the shop.
alter table shops add column women_led boolean;
