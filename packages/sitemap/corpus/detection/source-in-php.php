<?php
$db->connect();
echo '<urlset>';
foreach ($pages as $page) echo '<url><loc>https://example.com/' . $page->slug . '</loc></url>';
echo '</urlset>';
