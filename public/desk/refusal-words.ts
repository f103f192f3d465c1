import type { Words } from '../shared/i18n.ts'

/**
 * What the server refuses, by the last part of the problem's type: what it is, and what to do. `{…}` is filled in from the
 * problem's members.
 */
export const refusalWords = {
  'refused_already-paid': ['订单已经付清，不用再收款。', 'This order is paid. No more is to be taken.'],
  'refused_already-posted': [
    '已经入账，不能作废。多收的请在“库存”里调整。',
    'It is posted already. Take goods off by an adjustment in Stock.',
  ],
  'refused_already-received': [
    '对方已经收到，不能取消。要退回请新建一张调拨。',
    'It has arrived already. Send the goods back by another transfer.',
  ],
  'refused_already-returned': ['这张订单的商品都已退回。', 'All of this order has come back.'],
  'refused_barcode-taken': [
    '条码 {barcode} 已经是别的商品的，请检查。',
    'The barcode {barcode} is another product’s. Check it.',
  ],
  'refused_category-empty': [
    '这个分类里还没有商品，换一个分类。',
    'No goods are in this category. Choose another.',
  ],
  'refused_category-not-empty': [
    '下面还有分类，请先删掉或移走它们。',
    'There are categories under it. Delete or move them first.',
  ],
  'refused_category-taken': [
    '这里已经有“{name}”了，换个名称。',
    '“{name}” is here already. Choose another name.',
  ],
  'refused_changed-meanwhile': [
    '别人刚刚改过。请关掉再打开，看看现在的样子。',
    'Somebody has just changed it. Close it and open it again.',
  ],
  'refused_count-closed': ['这次盘点已经结束，请另开一次。', 'This count is closed. Begin another one.'],
  'refused_handle-taken': [
    '文件里的名称 {handle} 已经有别的商品用了。',
    'Another product is called {handle} in files.',
  ],
  'refused_last-owner': [
    '至少要有一个店主：请先把别人设为店主。',
    'The shop needs an owner: make somebody else one first.',
  ],
  'refused_last-variant': [
    '至少要留一个规格。不卖了，就把商品下架。',
    'A product keeps one variant. Take the product off sale instead.',
  ],
  'refused_more-than-bought': [
    '退的件数比还能退的多，请改少。',
    'More than can still come back. Enter fewer.',
  ],
  'refused_more-than-due': ['比还没付的多，请改少。', 'More than is still to be paid. Enter less.'],
  'refused_more-than-paid': ['比付过的多，请改少。', 'More than was paid. Enter less.'],
  'refused_name-taken': ['已经有人用这个名字了，换一个。', 'Somebody here has this name. Choose another.'],
  'refused_no-such-method': [
    '这里不收这种付款方式，换一种。',
    'This is not taken here. Choose another way to pay.',
  ],
  'refused_not-a-seller': [
    '卖出这一单的人当时不能在这家店收银。请核对后，记在负责人的名下。',
    'Who sold this could not sell in this store then. Check it, and book it in the name of who answers for it.',
  ],
  'refused_not-enough-cash': ['钱箱里没有这么多现金。', 'There is less cash in the till than that.'],
  'refused_not-handed-over': [
    '货还没有交给顾客：没发出的请取消订单，在路上的等送到再退。',
    'The buyer does not have the goods yet: cancel what is here, and wait for what is on its way.',
  ],
  'refused_not-interrupted': ['画面已经回来了。', 'The picture is back already.'],
  'refused_not-live': ['这个直播间现在没有开播。', 'Nobody is live in this room now.'],
  'refused_not-paid': ['订单还没有付清，请先收款。', 'This order is not paid yet. Take the payment first.'],
  'refused_not-returnable': ['按商品的规定不能退。', 'By its rule it cannot be returned.'],
  'refused_not-sold': ['有商品已经下架，请去掉。', 'Something is no longer on sale. Take it off.'],
  'refused_on-air': ['主播正在播，请等下播。', 'A host is on air in this room. Wait until they end.'],
  'refused_other-currency': ['这个收银台用的是别的货币。', 'This till counts another currency.'],
  'refused_out-of-stock': [
    '库存不够了，请改少或换一家店。',
    'Not enough is left. Take fewer, or another store.',
  ],
  'refused_price-changed': ['价格变了，请看新的合计。', 'Prices have changed. Look at the new total.'],
  'refused_reference-used': [
    '这个流水号已经记过了，请检查。',
    'This reference is recorded already. Check it.',
  ],
  'refused_refund-sending': [
    '正在通过支付公司退款，请等它的结果，不要再手工退。',
    'The payment company is giving this back right now. Wait for its answer before you do.',
  ],
  'refused_refund-unsure': [
    '已经请支付公司退款，但还没有回音，店播会自动再问。请先到支付公司的页面查看，再填退款单号确认。',
    'The payment company was asked and has not answered; it is asked again by itself. Look at its own page first, then confirm with the reference.',
  ],
  'refused_return-too-late': ['已经过了退货期。', 'It is too late to return this.'],
  'refused_shift-closed': ['这个班次已经结束，请开新的班次。', 'This shift is closed. Open another one.'],
  'refused_shift-needed': [
    '现金要进出钱箱：请先在收银台给这家店开班。',
    'Cash goes through a till: open a shift in this store at the counter first.',
  ],
  'refused_show-begun': ['直播已经开始，不能再改。', 'The show has begun and cannot be changed any more.'],
  'refused_show-live': [
    '还在播，播完才能删除回放。',
    'It is live. Its replay can be deleted when it has ended.',
  ],
  'refused_show-starting': ['主播正要开播这一场。', 'The host is going live with this show right now.'],
  'refused_show-without-time': [
    '每个直播间要留一场不定时的直播。',
    'A room keeps one show for whenever its host goes live.',
  ],
  'refused_sku-taken': ['货号 {sku} 已经有了，换一个。', 'The SKU {sku} is in use. Choose another.'],
  'refused_slot-full': ['这个时间约满了，换一个。', 'This time is taken. Choose another.'],
  'refused_slug-taken': [
    '已经有这个网址的直播间，换一个。',
    'There is a room with this address. Choose another.',
  ],
  'refused_store-closed': ['这家店已经停业，请换一家。', 'This store has closed for good. Choose another.'],
  'refused_till-open': ['这个收银台已经开班了。', 'This till is open already.'],
  'refused_too-large': ['内容太大，服务器收不下。', 'This is too large for the server.'],
  'refused_too-late': ['离卖出太久了，补不上了。', 'This was sold too long ago to be entered.'],
  'refused_too-many-pictures': [
    '图片已经够多了，先删一张。',
    'There are as many pictures as can be. Delete one first.',
  ],
  'refused_two-variants': [
    '两个规格用了同一个条码，请输入货号。',
    'Two variants have this code. Type the SKU instead.',
  ],
  'refused_wrong-store': ['这张订单在别的门店取货。', 'This order waits in another store.'],
  // Rules of the shop that an `invalid` problem names.
  'refused_above-price': ['划线价要高于售价。', 'The struck price must be above the price.'],
  'refused_fewer-than-none': ['数到的不能少于零。', 'Fewer than none cannot be there.'],
  'refused_file-csv': [
    '文件不是能读的 CSV，请重新导出。',
    'The file cannot be read as CSV. Export it again.',
  ],
  'refused_file-empty': ['文件里只有表头，没有商品。', 'The file has a header and no rows.'],
  'refused_file-encoding': [
    '文件的编码读不了，请另存为“CSV UTF-8”。',
    'The file’s characters cannot be read. Save it as “CSV UTF-8”.',
  ],
  'refused_file-header': [
    '第一行要写列名，其中要有“{zh}”。',
    'The first row must name the columns, among them “{en}”.',
  ],
  'refused_file-rows': ['一个文件最多 {most} 行，请分成几个。', 'A file has {most} rows at most. Split it.'],
  'refused_holds-name': ['密码里不能有用户名。', 'The password must not contain the name.'],
  'refused_more-than-fits': ['数量太大，一家店放不下。', 'That is more than a store can hold.'],
  'refused_most-of-one': [
    '一单里同一件最多 {maxQuantity} 件。',
    'At most {maxQuantity} of one item in one order.',
  ],
  'refused_nothing-received': ['还没有填收到的件数。', 'Nothing was received yet.'],
  'refused_nothing-sent': ['还没有填发出的件数。', 'Nothing is sent yet.'],
  'refused_one-currency': ['售价和划线价要用同一种货币。', 'Price and struck price must be in one currency.'],
  'refused_option-values': ['{sku} 的每个选项都要选一个值。', '{sku} needs one value for each option.'],
  'refused_same-options': [
    '{other} 和 {sku} 的选项一样，请改一个。',
    '{other} and {sku} have the same options. Change one.',
  ],
  'refused_time-past': ['时间已经过了，请改晚一些。', 'That time is over. Choose a later one.'],
  'refused_time-too-far': ['时间要在两年以内。', 'It must be within two years.'],
  'refused_too-deep': ['分类最多 {most} 层。', 'Categories are at most {most} deep.'],
  'refused_too-little': ['收到的钱比要付的少。', 'Less was handed over than is to be paid.'],
  'refused_too-many-variants': ['一个商品最多 {most} 个规格。', 'A product has {most} variants at most.'],
  refused_twice: ['“{value}”写了两次，请改一个。', '“{value}” is there twice. Change one.'],
  'refused_two-stores': ['调出和调入要是两家店。', 'A transfer needs two stores.'],
  'refused_under-itself': ['分类不能放到自己下面。', 'A category cannot be put under itself.'],
  refused_state: [
    '订单的状态刚刚变了，请关掉再打开。',
    'The order has moved on meanwhile. Close it and open it again.',
  ],
  refused_other: ['服务器没有接受，请检查填写的内容后再试。', '{detail}'],
} as const satisfies Words<string>
