-- Inserting, indexing, joining, grouping, sorting and searching in memory.
create table customer(id integer primary key, name text, city text, credit real);
create table sale(id integer primary key, customer integer, product text, amount real, day integer);
with recursive n(i) as (select 1 union all select i + 1 from n where i < 4000)
insert into customer select i, 'customer ' || (i * 7919 % 4001), 'city ' || (i % 37), (i * 31 % 1000) / 3.0 from n;
with recursive n(i) as (select 1 union all select i + 1 from n where i < 90000)
insert into sale select i, i * 7919 % 4000 + 1, 'product ' || (i * 31 % 211), (i * 17 % 9973) / 7.0, i % 365 from n;
create index sale_customer on sale(customer, day);
create index customer_city on customer(city);
select count(*), round(sum(amount), 2), min(day), max(product) from sale;
select product, count(*), round(avg(amount), 3) from sale group by product order by 3 desc limit 5;
select c.city, count(*), round(sum(s.amount), 2) from customer c join sale s on s.customer = c.id
 where s.day between 100 and 200 group by c.city order by 3 desc limit 5;
select count(*) from sale where product like '%1_' and amount > 500;
select c.name, (select count(*) from sale s where s.customer = c.id and s.day < 180) as n from customer c order by n desc, c.name limit 5;
update sale set amount = amount * 1.1 where day % 7 = 3;
delete from sale where product in (select product from sale group by product having count(*) < 426);
select count(*), round(sum(amount), 2) from sale;
select day, round(sum(amount) over (order by day rows between 3 preceding and current row), 2) from
 (select day, sum(amount) as amount from sale group by day) order by day limit 5;
select group_concat(name, ',') from (select distinct substr(upper(name), 10, 2) as name from customer order by 1);
select length(replace(hex(randomblob(0)) || printf('%.3f|%08d|%s', 3.14159, 42, 'text'), '|', '--'));
